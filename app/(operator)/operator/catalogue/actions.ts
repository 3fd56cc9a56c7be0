'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  changeImage,
  defineAddressBundle,
  defineBalancerBundle,
  defineBundle,
  sellImage,
} from '~/lib/catalogue'
import {
  changeImageInput,
  defineBundleInput,
  defineServiceBundleInput,
  sellImageInput,
} from '~/lib/catalogue/schema'

export const defineBundleAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: defineBundleInput },
  defineBundle,
)

export const defineAddressBundleAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: defineServiceBundleInput },
  defineAddressBundle,
)

export const defineBalancerBundleAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: defineServiceBundleInput },
  defineBalancerBundle,
)

export const changeImageAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: changeImageInput },
  changeImage,
)

export const sellImageAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: sellImageInput },
  sellImage,
)
