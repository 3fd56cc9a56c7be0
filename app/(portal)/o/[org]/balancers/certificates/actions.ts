'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  deleteCertificate,
  orderCertificate,
  replaceCertificate,
  retryCertificate,
  uploadCertificate,
} from '~/lib/resources'
import {
  certificateIdInput,
  orderCertificateInput,
  replaceCertificateInput,
  uploadCertificateInput,
} from '~/lib/resources/schema'

const organisation = { surface: 'portal', scope: 'organisation', refresh: true } as const

export const uploadCertificateAction = defineAction(
  { ...organisation, schema: uploadCertificateInput },
  uploadCertificate,
)

export const replaceCertificateAction = defineAction(
  { ...organisation, schema: replaceCertificateInput },
  replaceCertificate,
)

export const deleteCertificateAction = defineAction(
  { ...organisation, schema: certificateIdInput },
  deleteCertificate,
)

export const orderCertificateAction = defineAction(
  { ...organisation, schema: orderCertificateInput },
  (ctx, input) => orderCertificate(ctx, input),
)

export const retryCertificateAction = defineAction(
  { ...organisation, schema: certificateIdInput },
  retryCertificate,
)
