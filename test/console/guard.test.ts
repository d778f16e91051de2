import { expect, it } from 'vitest'
import { refusalOf } from '../../lib/console/guard.ts'

const door = { token: 'secret', port: 8788 }
const host = '127.0.0.1:8788'
const origin = `http://${host}`
const form = 'application/x-www-form-urlencoded'

it.each([
  ['a view', 'GET', '/secret/', { host }, undefined],
  ['a view with a question', 'GET', '/secret?x=1', { host }, undefined],
  ['only its head', 'HEAD', '/secret/', { host }, undefined],
  ['a view by localhost', 'GET', '/secret/', { host: 'localhost:8788' }, undefined],
  ['no secret', 'GET', '/', { host }, 404],
  ['another secret', 'GET', '/secreT/', { host }, 404],
  ['a longer secret', 'GET', '/secrets/', { host }, 404],
  ['a name that was made point here', 'GET', '/secret/', { host: 'evil.example:8788' }, 421],
  ['this machine by another port', 'GET', '/secret/', { host: '127.0.0.1:80' }, 421],
  ['no host', 'GET', '/secret/', {}, 421],
  ['a form of the console', 'POST', '/secret/x', { host, origin, 'content-type': form }, undefined],
  [
    'a form with its letters',
    'POST',
    '/secret/x',
    { host, origin, 'content-type': `${form};charset=utf-8` },
    undefined,
  ],
  ['a form of another page', 'POST', '/secret/x', { host, origin: 'http://evil.example', 'content-type': form }, 403],
  ['a form of a file', 'POST', '/secret/x', { host, origin: 'null', 'content-type': form }, 403],
  ['a form of nobody', 'POST', '/secret/x', { host, 'content-type': form }, 403],
  ['a form of another port', 'POST', '/secret/x', { host, origin: 'http://127.0.0.1:80', 'content-type': form }, 403],
  ['no form', 'POST', '/secret/x', { host, origin, 'content-type': 'application/json' }, 415],
  ['another method', 'DELETE', '/secret/x', { host, origin }, 405],
])('%s', (_, method, url, headers, status) => expect(refusalOf({ method, url, headers }, door)?.status).toBe(status))
