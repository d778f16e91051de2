/** What the command line uses of the packages that most commands never need: a file of its own, read by those that do. */

export { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
export {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
export { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
export { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
export { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
export { getSignedUrl } from '@aws-sdk/s3-request-presigner'
export { intro, isCancel, log, multiselect, select, text } from '@clack/prompts'
export { createTransport } from 'nodemailer'
