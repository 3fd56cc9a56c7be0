'use server'
import { defineAction } from '~/app/_server/define-action'
import { importHosts, previewImport } from '~/lib/datacentre'
import { importHostsInput } from '~/lib/datacentre/schema'

export const previewImportAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: importHostsInput },
  previewImport,
)

export const importHostsAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: importHostsInput },
  importHosts,
)
