import type { RecordType } from '~/db/schema/names'

/** How long resolvers may keep an answer, in seconds: an address may move to another server at any time. */
export const ttlOf = (type: RecordType) => (type === 'NS' ? 3_600 : type === 'PTR' ? 300 : 60)
