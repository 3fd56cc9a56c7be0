import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { certificateFileBytesMax } from './client'

const text = z
  .string()
  .trim()
  .min(1)
  .max(certificateFileBytesMax, 'certificate_too_large')
  .regex(/^[\t\n\r -~]*$/, 'certificate_no_pem')

export const uploadCertificateInput = z.strictObject({
  projectId: idField('project'),
  /** Empty: its first host name. */
  name: z.string().trim().max(80).default(''),
  chain: text,
  privateKey: text,
})
export const replaceCertificateInput = z.strictObject({
  certificateId: idField('certificate'),
  chain: text,
  privateKey: text,
})
/** One name a line, or separated by commas. */
const hosts = z
  .string()
  .max(3_000)
  .transform((text) => text.split(/[\s,;]+/).filter((each) => each !== ''))
  .pipe(z.array(z.string().max(253)).min(1, 'required').max(10, 'acme_names'))

/** A certificate for 1 to 10 hosts that lead to this balancer. */
export const orderCertificateInput = z.strictObject({ balancerId: idField('balancer'), hostNames: hosts })

export const setAcmeInput = z.strictObject({
  directoryUrl: z
    .url()
    .max(300)
    .refine((url) => url.startsWith('https://'), 'https_only'),
  contact: z.email().max(200),
  /** PEM; empty: only authorities that the machine trusts. */
  authorities: z.string().trim().max(certificateFileBytesMax, 'certificate_too_large'),
  /** Empty: the resolvers of the machine. */
  resolver: z.string().trim().max(60),
})
export const switchAcmeInput = z.strictObject({ isOn: z.boolean() })
export type OrderCertificateInput = z.output<typeof orderCertificateInput>
export type SetAcmeInput = z.output<typeof setAcmeInput>

export const certificateIdInput = z.strictObject({ certificateId: idField('certificate') })
export type UploadCertificateInput = z.output<typeof uploadCertificateInput>
export type ReplaceCertificateInput = z.output<typeof replaceCertificateInput>
