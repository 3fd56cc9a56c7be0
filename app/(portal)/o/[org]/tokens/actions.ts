'use server'
import { defineAction } from '~/app/_server/define-action'
import { createToken, revokeToken, rotateToken } from '~/lib/identity'
import { createTokenInput, revokeTokenInput, rotateTokenInput } from '~/lib/identity/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const createTokenAction = defineAction(
  { ...organisation, schema: createTokenInput, refresh: true },
  createToken,
)

export const rotateTokenAction = defineAction(
  { ...organisation, schema: rotateTokenInput, refresh: true },
  rotateToken,
)

export const revokeTokenAction = defineAction(
  { ...organisation, schema: revokeTokenInput, refresh: true },
  revokeToken,
)
