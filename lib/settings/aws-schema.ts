import * as z from 'zod'

const label = /^[a-z][a-z0-9-]{0,30}$/

/** A part of a key of S3, as people may name a folder; none that the sync gives a meaning. */
const prefix = z
  .string()
  .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'folders of the bucket, as "acme" or "shops/acme"')
  .refine((path) => !path.split('/').some((part) => /^\.+$/.test(part)), 'folders of the bucket, without "." or ".."')

/** How a shop lies in an AWS account. Nothing of it shapes a plan. */
export const awsSchema = z
  .strictObject({
    fleet: z
      .string()
      .regex(label, 'a short name: lower-case letters, digits and dashes')
      .optional()
      .describe(
        'Name of the stack that this shop shares with all others that name it: one function, a schedule and a prefix of the bucket (SHOP/) per shop. Default: a stack of its own.',
      ),
    bucket: z
      .string()
      .regex(/^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
      .optional()
      .describe('An existing bucket that sends its events to EventBridge. Default: a new one.'),
    prefix: prefix
      .optional()
      .describe(
        'Folder of the bucket below which everything of this shop lies, so that several shops may share a bucket. Default: none; SHOP in a fleet.',
      ),
    topic: z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of a topic of SNS')
      .optional()
      .describe('An existing topic that is told. Default: a new one.'),
    encryptionKey: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'the ARN of a key of KMS')
      .optional()
      .describe('An existing key that encrypts the new bucket, or has encrypted the existing one. Default: none.'),
    tags: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .default({})
      .describe('Tags of the stack and of everything in it.'),
    terminationProtection: z
      .boolean()
      .default(true)
      .describe('Whether the stack is protected from deletion. Default: true.'),
  })
  .prefault({})
  .describe('On AWS: how the shop lies in the account.')
