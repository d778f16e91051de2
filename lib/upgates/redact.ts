const placeholder = '[redacted]'

/**
 * Makes the function that removes an API key from texts: the key itself, its Base64 forms alone and behind the login
 * (HTTP Basic), and both as they look in a URL or inside JSON.
 */
export function redactor(apiKey: string, login?: string): (text: string) => string {
  const pairs = login === undefined ? [] : [`${login}:${apiKey}`]
  const plain = [apiKey, ...pairs]
  const encoded = plain.flatMap((text) => [
    text,
    base64(text),
    base64(text).replace(/=+$/, ''),
    Buffer.from(text).toString('base64url'),
  ])
  const escaped = encoded.flatMap((text) => [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])
  const forms = [...new Set(escaped)].filter((form) => form !== '').sort((left, right) => right.length - left.length)
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, placeholder), text)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
