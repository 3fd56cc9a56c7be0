import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readVariable } from '~/lib/kernel/configuration/read'

/** The command line of customers, as the build bundled it. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: z.strictObject({}) },
  async () => {
    const built = path.join(
      /* turbopackIgnore: true */ process.cwd(),
      readVariable('NEXT_DIST_DIR'),
      'programs/customer-cli.cjs',
    )
    return new FileAnswer('andromede', 'application/javascript', new Uint8Array(await readFile(built)))
  },
)
