import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { acknowledgePrefixes } from './acknowledge.ts'

/** What the policies of a shop are about. */
export interface PolicyPlace {
  readonly bucket: IBucket
  /** folders with a `/` at their end; empty: the whole bucket */
  readonly prefix: string
  readonly fn: IFunction
  /** the function, or the aliases that stand for its shops */
  readonly invoked: readonly string[]
  readonly topic: ITopic
  /**
   * parameters that hold the shop's key, and the secrets of its channels; absent for a fleet, whose policies have no room for
   * those of fifty shops
   */
  readonly secrets?: { readonly keys: readonly string[]; readonly channels: readonly string[] }
}

/** The policies that people are given. */
export interface Policies {
  readonly viewer: CfnManagedPolicy
  readonly decider: CfnManagedPolicy
  readonly operator: CfnManagedPolicy
}

/** Actions, the places below the shop's prefix or other resources, and the right to the key that they need. */
interface Allowed {
  readonly actions: readonly string[]
  readonly objects?: readonly string[]
  readonly resources?: readonly string[]
}

const upload: Allowed = { actions: ['s3:PutObject'], objects: ['exports'] }
const see: Allowed = { actions: ['s3:GetObject'], objects: ['exports', 'state', 'archive', 'runs'] }
const decide: Allowed = { actions: ['s3:PutObject'], objects: ['state/decisions', 'state/holds'] }
/** What a run writes and clears away, what `forget` writes anew, and what `prune` deletes. */
const work: Allowed = { actions: ['s3:PutObject'], objects: ['state', 'archive', 'runs'] }
const clear: Allowed = {
  actions: ['s3:DeleteObject'],
  objects: ['state/snapshots', 'state/holds', 'state/decisions', 'archive', 'runs', 'exports'],
}

/** Lets an ERP drop its exports, and nothing else. */
export const createUploaderPolicy = (
  scope: Construct,
  place: Pick<PolicyPlace, 'bucket' | 'prefix'>,
): CfnManagedPolicy =>
  createPolicy(scope, { id: 'UploaderPolicy', description: 'Lets an ERP drop its exports.', allowed: [upload] }, place)

/** A policy each for who looks, decides and operates: of the shop, or of all shops of a fleet. Nobody gets more than it needs. */
export function createPolicies(scope: Construct, place: PolicyPlace): Policies {
  const { bucket, fn, topic, secrets } = place
  const looking: Allowed[] = [
    { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
    see,
    { actions: ['lambda:GetFunctionConfiguration'], resources: [fn.functionArn] },
    { actions: ['sns:ListSubscriptionsByTopic'], resources: [topic.topicArn] },
  ]
  const wake: Allowed = { actions: ['lambda:InvokeFunction'], resources: place.invoked }
  const viewer = 'Lets somebody see everything of order-sync, and change nothing.'
  const decider = 'Lets somebody see everything of order-sync, decide what waits, and start a run.'
  const operator =
    'Lets somebody do with order-sync whatever its function may, ask the shop, store its key, and delete.'
  const unlock: Allowed[] =
    secrets === undefined
      ? []
      : [
          { actions: ['ssm:GetParameter'], resources: [...secrets.keys, ...secrets.channels] },
          { actions: ['ssm:PutParameter'], resources: secrets.keys },
        ]
  return {
    viewer: createPolicy(scope, { id: 'ViewerPolicy', description: viewer, allowed: looking }, place),
    decider: createPolicy(
      scope,
      { id: 'DeciderPolicy', description: decider, allowed: [...looking, decide, wake] },
      place,
    ),
    operator: createPolicy(
      scope,
      { id: 'OperatorPolicy', description: operator, allowed: [...looking, work, clear, ...unlock, wake] },
      place,
    ),
  }
}

interface PolicyWanted {
  readonly id: string
  readonly description: string
  readonly allowed: readonly Allowed[]
}

function createPolicy(
  scope: Construct,
  { id, description, allowed }: PolicyWanted,
  place: Pick<PolicyPlace, 'bucket' | 'prefix'>,
): CfnManagedPolicy {
  const { bucket, prefix } = place
  const Statement = [...allowed, ...keyOf(bucket, allowed)].map(({ actions, objects = [], resources = [] }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: [...objects.map((folder) => bucket.arnForObjects(`${prefix}${folder}/*`)), ...resources],
  }))
  const policy = new CfnManagedPolicy(scope, id, {
    description,
    policyDocument: { Version: '2012-10-17', Statement },
  })
  acknowledgePrefixes(
    policy,
    bucket,
    allowed.flatMap(({ objects = [] }) => objects.map((folder) => `${prefix}${folder}`)),
  )
  return policy
}

/** Reading needs to decrypt, writing needs a data key. */
function keyOf({ encryptionKey }: IBucket, allowed: readonly Allowed[]): Allowed[] {
  if (encryptionKey === undefined) return []
  const does = (action: string) => allowed.some(({ actions }) => actions.includes(action))
  const actions = [
    ...(does('s3:GetObject') ? ['kms:Decrypt'] : []),
    ...(does('s3:PutObject') ? ['kms:GenerateDataKey'] : []),
  ]
  return [{ actions, resources: [encryptionKey.keyArn] }]
}
