import { z } from 'zod'
import { emittedData, eventResourceNames, eventTypesOf } from '~/lib/events'
import { idField } from '~/lib/kernel/id-field'
import { instant } from '../fields'
import { event } from '../operations/events'

type Json = Record<string, unknown>

const { subject, actor, projectId } = event.shape
const known = { id: idField('event'), projectId, subject, actor, organisationId: idField('organisation') }

/** The `webhooks` of the document: the message of each event. Signed as Standard Webhooks describes. */
export function webhooksOf(schemaOf: (schema: z.ZodType, io: 'output') => Json): Record<string, Json> {
  const types = eventResourceNames.flatMap((resource) => eventTypesOf(resource))
  const common = schemaOf(z.object(known).meta({ id: 'EventData' }), 'output')
  return Object.fromEntries(types.map((type) => [type, { post: entryOf(type) }]))

  function entryOf(type: (typeof types)[number]): Json {
    const own = type in emittedData ? emittedData[type as keyof typeof emittedData] : null
    const data = own ? { allOf: [common, schemaOf(own, 'output')] } : common
    return {
      operationId: type,
      tags: ['events'],
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { type: { const: type }, timestamp: schemaOf(instant, 'output'), data },
              required: ['type', 'timestamp', 'data'],
            },
          },
        },
      },
      responses: { '2XX': { description: 'Received. Anything else is sent again for three days.' } },
    }
  }
}
