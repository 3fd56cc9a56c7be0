import type { Id } from '~/lib/kernel/ids'

/** Bytes of a chain, and of a key. */
export const certificateFileBytesMax = 100_000

/** `ending`: within 30 days. `ordered`, `failed`: the directory has not issued a first one. */
export type CertificateState = 'valid' | 'ending' | 'ended' | 'ordered' | 'failed'

export type CertificateView = {
  id: Id<'certificate'>
  projectId: Id<'project'>
  projectName: string
  name: string
  hostNames: string[]
  validFrom: string | null
  validTo: string | null
  /** SHA-256, `AB:CD:…`. */
  fingerprint: string | null
  state: CertificateState
  /** Load balancers with a listener that shows it. */
  usedBy: { id: Id<'balancer'>; name: string }[]
  mayChange: boolean
  /** Null for one that was uploaded. */
  order: {
    /** The load balancer that answers the directory's challenges. */
    balancerName: string
    isMoving: boolean
    /** When it is renewed, or tried again. */
    nextAt: string
    /** Of the last attempt; a code of `certificates.failure`. */
    failure: { code: string; text: string } | null
    mayRetry: boolean
  } | null
}

/** Certificates of an organisation, and the projects in which this person may add one. */
export type CertificatesPage = {
  certificates: CertificateView[]
  projects: { id: Id<'project'>; name: string }[]
  /**
   * Load balancers by way of which one can be ordered: they listen for HTTP on port 80. Null where the operator has
   * configured no directory.
   */
  orderable: { id: Id<'balancer'>; name: string; address: string }[] | null
}

/** The directory that certificates of customers come from, for the operator. */
export type AcmePage = {
  directoryUrl: string
  contact: string
  /** PEM, or empty. */
  authorities: string
  resolver: string
  isOn: boolean
  failure: { code: string; text: string } | null
  orders: { total: number; failing: number }
}
