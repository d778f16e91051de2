import { Stack, Validations } from 'aws-cdk-lib'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { IConstruct } from 'constructs'

/** Findings of the offline rules that are meant to be so, each with its reason. */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(scope).acknowledge({ id, reason })
}

/** Objects are named by prefix only: their names come with the exports and the runs. */
export function acknowledgePrefixes(scope: IConstruct, bucket: IBucket, prefixes: readonly string[]): void {
  const reason = 'One prefix of one bucket; the names below it come with the exports and the runs.'
  for (const prefix of prefixes) {
    const resource = flat(Stack.of(scope).resolve(bucket.arnForObjects(`${prefix}/*`)))
    acknowledge(scope, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason })
  }
}

type Reference =
  | string
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly string[] }
  | { readonly 'Fn::ImportValue': Reference }
  | { readonly 'Fn::Join': readonly [delimiter: string, items: readonly Reference[]] }

/** A reference as findings write it: `<Bucket.Arn>/exports/*`. */
function flat(reference: Reference): string {
  if (typeof reference === 'string') return reference
  if ('Ref' in reference) return `<${reference.Ref}>`
  if ('Fn::GetAtt' in reference) return `<${reference['Fn::GetAtt'].join('.')}>`
  if ('Fn::ImportValue' in reference) return flat(reference['Fn::ImportValue'])
  const [delimiter, items] = reference['Fn::Join']
  return items.map(flat).join(delimiter)
}
