import { storeKeyCommand } from '../lib/storage/ssm.ts'
import type { Parts, ShopParts } from './parts.ts'

/** What a stack should tell as its outputs: names, places, and the command that stores the key. */
export function outputsOf(parts: Parts): Record<string, string> {
  const { bucket, policies, shops, dashboardUrl } = parts
  const [only] = shops
  return {
    BucketName: bucket.bucketName,
    ViewerPolicyArn: policies.viewer.ref,
    DeciderPolicyArn: policies.decider.ref,
    OperatorPolicyArn: policies.operator.ref,
    ...(only !== undefined && shops.length === 1 ? shopOutputs(only, bucket.bucketName) : uploaders(shops)),
    ...(dashboardUrl === undefined ? {} : { DashboardUrl: dashboardUrl }),
  }
}

function shopOutputs({ settings: { upgates, feeds }, prefix, uploader }: ShopParts, bucket: string) {
  const uploads = Object.keys(feeds).map((feed) => [
    `Upload${pascal(feed)}`,
    `s3://${bucket}/${prefix}exports/${feed}/`,
  ])
  return {
    UploaderPolicyArn: uploader.ref,
    ApiKeyParameter: upgates.apiKeyParameter,
    StoreKeyCommand: storeKeyCommand(upgates.apiKeyParameter),
    ...(Object.fromEntries(uploads) as Record<string, string>),
  }
}

/** A stack has 200 outputs, so that each shop of a fleet has one. */
const uploaders = (shops: readonly ShopParts[]): Record<string, string> =>
  Object.fromEntries(shops.map(({ settings, uploader }) => [`UploaderPolicyArn${pascal(settings.shop)}`, uploader.ref]))

const pascal = (name: string): string =>
  name.replaceAll(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())
