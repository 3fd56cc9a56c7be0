'use server'
import { defineAction } from '~/app/_server/define-action'
import { askSignatureCode, shareQuote, signQuote } from '~/lib/ordering'
import { quoteParams, signQuoteInput } from '~/lib/ordering/schema'

export const askSignatureCodeAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: quoteParams },
  askSignatureCode,
)

export const signQuoteAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: signQuoteInput },
  signQuote,
)

export const shareQuoteAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: quoteParams },
  shareQuote,
)
