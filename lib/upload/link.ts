import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { clientConfig, hintOf } from '../storage/s3.ts'

/** An address to which anybody may put one object for so many seconds, signed with the credentials of the environment. */
export async function uploadAddress(
  { bucket, key }: { readonly bucket: string; readonly key: string },
  seconds: number,
): Promise<string> {
  try {
    // a checksum would be that of no content: nobody has the content yet
    const client = new S3Client({ ...clientConfig(), requestChecksumCalculation: 'WHEN_REQUIRED' })
    return await getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, Key: key }), {
      expiresIn: seconds,
    })
  } catch (cause) {
    throw new OrderSyncError({
      attempted: 'sign an address for',
      subject: `s3://${bucket}/${key}`,
      ended: reasonOf(cause).replace(/\.$/, ''),
      hint: hintOf(cause) ?? 'Set up AWS credentials, as with: aws configure',
      cause,
    })
  }
}
