import { expect, test } from 'vitest'
import { seenWords } from './seen-words'

test.each([
  [
    'no answer on 10.42.0.7 port 80',
    'aucune réponse de 10.42.0.7, port 80',
    'no answer from 10.42.0.7, port 80',
  ],
  ['no answer on 10.42.0.7', 'aucune réponse de 10.42.0.7', 'no answer from 10.42.0.7'],
  ['no address yet', 'pas encore d’adresse', 'no address yet'],
  [
    'HTTP/1.1 503 Service Unavailable',
    'HTTP/1.1 503 Service Unavailable',
    'HTTP/1.1 503 Service Unavailable',
  ],
])('the answer “%s” is shown in the reader’s language', (text, fr, en) => {
  expect([seenWords(text, 'fr'), seenWords(text, 'en')]).toEqual([fr, en])
})
