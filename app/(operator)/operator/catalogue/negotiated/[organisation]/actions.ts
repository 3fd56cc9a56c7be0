'use server'
import { defineAction } from '~/app/_server/define-action'
import { previewList, publishList } from '~/lib/catalogue'
import { negotiatedListInput, publishListInput } from '~/lib/catalogue/schema'

export const previewListAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: negotiatedListInput },
  previewList,
)

export const publishListAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: publishListInput },
  publishList,
)
