import { z } from 'zod'

const tagKey = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,31}$/, 'tag_key')
// Printable, without angle brackets and control characters, which no tag needs.
const tagValue = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{C}<>]+$/u, 'tag_value')
const maxTags = 20

/** Tags of any resource, `key: value`. */
export const tagsField = z
  .record(tagKey, tagValue)
  .refine((tags) => Object.keys(tags).length <= maxTags, 'too_many_tags')
