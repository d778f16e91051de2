import type { Deliver, EmailSettings } from './channels.ts'

const timeoutMs = 5000

/** E-mail by SMTP; the password is the channel's secret, and is asked for only where the address names a user. */
export function smtpDelivery({ smtp, from, to }: EmailSettings, secret: () => Promise<string>): Deliver {
  return async ({ id, title, text }) => {
    if (smtp === undefined || from === undefined || to.length === 0)
      throw new Error('"smtp", "from" and "to" of the channel are needed to send e-mail from here')
    const { createTransport } = await import('nodemailer')
    const { protocol, hostname, port, username } = new URL(smtp)
    const secure = protocol === 'smtps:'
    const user = decodeURIComponent(username)
    const transport = createTransport({
      host: hostname,
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(user === '' ? {} : { auth: { user, pass: await secret() } }),
    })
    try {
      await transport.sendMail({ from, to: [...to], subject: title, text, messageId: `<${id}@order-sync>` })
    } finally {
      transport.close()
    }
  }
}
