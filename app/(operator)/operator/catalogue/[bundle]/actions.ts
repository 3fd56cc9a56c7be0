'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  annulPrices,
  changeBundle,
  previewPrices,
  publishPrices,
  sellBundle,
  setFields,
} from '~/lib/catalogue'
import {
  annulPricesInput,
  changeBundleInput,
  priceChangeInput,
  publishPricesInput,
  sellBundleInput,
  setFieldsInput,
} from '~/lib/catalogue/schema'

export const previewPricesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: priceChangeInput },
  previewPrices,
)

export const publishPricesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: publishPricesInput },
  publishPrices,
)

export const annulPricesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: annulPricesInput },
  annulPrices,
)

export const changeBundleAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: changeBundleInput },
  changeBundle,
)

export const sellBundleAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: sellBundleInput },
  sellBundle,
)

export const setFieldsAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setFieldsInput },
  setFields,
)
