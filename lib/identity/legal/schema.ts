import { z } from 'zod'

const version = z.string().regex(/^\d{4}-\d{2}$/)

export const acceptLegalVersionsInput = z.strictObject({ termsVersion: version, dpaVersion: version })
