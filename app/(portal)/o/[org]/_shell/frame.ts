import 'server-only'
import { cache } from 'react'
import { memberContext } from '~/app/_server/context'
import { readFrame } from '~/lib/incidents'

/** What stands around the pages of an organisation; once per request, for the frame and the page within. */
export const frameOf = cache(async (organisationId: string) => readFrame(await memberContext(organisationId)))
