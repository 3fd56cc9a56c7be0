import { z } from 'zod'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { apiDocumentText } from '~/lib/api'

/** The document of the API, for generators of clients. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: z.strictObject({}) },
  async () => new FileAnswer('openapi.json', 'application/json', apiDocumentText()),
)
