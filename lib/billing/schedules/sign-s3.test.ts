import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { objectUrl, signS3 } from './sign-s3'

// Examples of "Signature Calculations for the Authorization Header" in the S3 API reference.
const key = {
  region: 'us-east-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const now = new Date('2013-05-24T00:00:00Z')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = 'https://examplebucket.s3.amazonaws.com'

test.each([
  [
    'an object',
    'GET',
    '/test.txt',
    { range: 'bytes=0-9' },
    '',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'the life cycle of a bucket',
    'GET',
    '/?lifecycle',
    {},
    '',
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'a list',
    'GET',
    '/?max-keys=2&prefix=J',
    {},
    '',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
  [
    'an upload',
    'PUT',
    '/test%24file.text',
    { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    'Welcome to Amazon S3.',
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
] as const)('signs %s as in the reference', (_name, method, path, headers, body, signature) => {
  const request = { method, url: new URL(at + path), headers, bodySha256: sha256(body) }
  expect(signS3(request, key, now).authorization).toMatch(new RegExp(`Signature=${signature}$`))
})

test('a URL escapes every character that object names may contain', () => {
  expect(objectUrl('https://s3.example.com/', 'compta', "factures/2026 (été)/a'b*.csv").href).toBe(
    'https://s3.example.com/compta/factures/2026%20%28%C3%A9t%C3%A9%29/a%27b%2A.csv',
  )
})
