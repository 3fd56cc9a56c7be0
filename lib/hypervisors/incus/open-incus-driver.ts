import type { VantageReport } from '~/db/schema/catalogue'
import type { CallOptions, Driver, InstanceObservation, NetworkSpec } from '../port/driver'
import { incusBalancers } from './balancers/balancers'
import { createIncusContext, type Incus, type OvnUplink } from './context'
import { connectNetwork, disconnectNetwork } from './networks/cards'
import { applyRules, ensurePrivateNetwork } from './networks/private-network'
import { directAddress, surveyAddresses, undirectAddress } from './networks/public-address'
import { removePrivateNetwork } from './networks/remove-network'
import { surveyNetworks } from './networks/survey-networks'
import { createInstance } from './servers/create-instance'
import { readFirstBoot } from './servers/first-boot'
import { findInstance, toObservation } from './servers/instance-record'
import {
  deleteInstanceSnapshot,
  observeInstanceSnapshot,
  restoreInstanceSnapshot,
  takeInstanceSnapshot,
} from './servers/instance-snapshots'
import { look } from './servers/look'
import { measureInstances } from './servers/measure'
import { moveInstance } from './servers/move-instance'
import {
  bootInstance,
  deleteInstance,
  keepAddress,
  restartInstance,
  startInstance,
  stopInstance,
} from './servers/power'
import { probe } from './servers/probe'
import { httpGetFromInside, probeReachable } from './servers/probe-reachable'
import { endRescue, startRescue } from './servers/rescue'
import { resizeInstance } from './servers/resize-instance'
import { openShell } from './servers/shell'
import { attachVolume, detachVolume } from './storage/attach-volume'
import { copyVolume } from './storage/copy-volume'
import { createImage, deleteImage, observeImage, surveyImages } from './storage/images'
import { deleteSnapshot, observeSnapshot, restoreSnapshot, takeSnapshot } from './storage/snapshots'
import { endExport, exportSnapshot, importVolume } from './storage/transfer'
import { createVolume, deleteVolume, growVolume, observeVolume } from './storage/volumes'
import type { IncusAddress } from './wire/address'
import { type IncusHttp, openIncusHttp } from './wire/http-client'
import { ping } from './wire/ping'
import { createRecently } from './wire/recently'
import { checkVantages } from './zone/check-vantages'
import { forgetMember } from './zone/forget-member'
import { listOwned } from './zone/list-owned'
import { listSilentHosts } from './zone/list-silent-hosts'
import { ensureProject, type ProjectLimits, projectOf } from './zone/project'
import { survey } from './zone/survey'
import { watchInstances } from './zone/watch'

export type IncusDriverOptions = IncusAddress & {
  /** Tag that separates this installation's objects from another installation's on the same hypervisor. */
  installation: string
  now: () => Date
  project?: string
  /** Such as `10.90.0.0/24`: ranges that customers' servers may not connect to. */
  managementRanges?: readonly string[] | undefined
  /** Private networks are OVN networks of this uplink; absent or null: bridges. */
  ovn?: OvnUplink | null | undefined
  requestTimeoutMs?: number
  /** The name of this hypervisor in metrics; absent: not counted. */
  service?: string
}

/** One organisation's part of a hypervisor: its project, and the mapping of hosts to members. */
export type IncusScope = {
  organisationId: string
  limits: ProjectLimits | null
  memberOf: (hostName: string) => string | null
}

/** A connection to one Incus, and the drivers that share it. Sends nothing before the first call. */
export type IncusConnection = {
  /** Scoped to the project of this organisation, which is created with its first object. */
  scopedTo(scope: IncusScope): IncusDriver
  /** Over every project. */
  all: IncusDriver
  close(): Promise<void>
}

export type IncusDriver = Driver & {
  /** Ensures the network and returns its name on the hypervisor. A network created by this call has its rules. */
  ensureNetwork(network: NetworkSpec, options: CallOptions): Promise<string>
  /** Checks that the hypervisor answers and lets us make changes. */
  ping(options: CallOptions): Promise<void>
  /** Reports each of our servers that had an event, until the connection ends or the signal fires. */
  watchInstances(onChange: (instanceId: string) => void, options: CallOptions): Promise<void>
  /** Ensures a vantage on every member that answers; a report states why a member has none. */
  checkVantages(options: CallOptions): Promise<VantageReport[]>
  /** Sends an HTTP GET of `path` to the server's own address, from inside the server through the API. */
  httpGetFromInside(resourceId: string, path: string, options: CallOptions): Promise<string>
}

export function openIncusConnection(options: IncusDriverOptions): IncusConnection {
  const http = openHttp(options)
  const project = options.project ?? 'default'
  const recently = createRecently(options.now)
  return {
    scopedTo({ organisationId, limits, memberOf }) {
      const own = projectOf(organisationId)
      const prepareProject = (signal: AbortSignal, network: string | null = null) =>
        recently.once(`project ${own} ${network} ${JSON.stringify(limits)}`, () =>
          ensureProject(http, own, limits, signal, network),
        )
      const scope = { project: own, memberOf, prepareProject, recently }
      return makeDriver(createIncusContext({ ...options, http, ...scope }))
    },
    all: makeDriver(createIncusContext({ ...options, http, project })),
    close: () => http.close(),
  }
}

/** A driver on one Incus, in one project. Sends nothing before the first call. */
export function openIncusDriver(options: IncusDriverOptions): IncusDriver {
  const http = openHttp(options)
  return makeDriver(createIncusContext({ ...options, http, project: options.project ?? 'default' }))
}

function openHttp(options: IncusDriverOptions): IncusHttp {
  return openIncusHttp({
    ...options,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
}

function makeDriver(incus: Incus): IncusDriver {
  return {
    kind: 'incus',
    balancers: incusBalancers(incus),
    createInstance: (...input) => createInstance(incus, ...input),
    startInstance: (...input) => startInstance(incus, ...input),
    bootInstance: (...input) => bootInstance(incus, ...input),
    keepAddress: (...input) => keepAddress(incus, ...input),
    stopInstance: (...input) => stopInstance(incus, ...input),
    restartInstance: (...input) => restartInstance(incus, ...input),
    resizeInstance: (...input) => resizeInstance(incus, ...input),
    moveInstance: (...input) => moveInstance(incus, ...input),
    connectNetwork: (...input) => connectNetwork(incus, ...input),
    disconnectNetwork: (...input) => disconnectNetwork(incus, ...input),
    startRescue: (...input) => startRescue(incus, ...input),
    endRescue: (...input) => endRescue(incus, ...input),
    deleteInstance: (...input) => deleteInstance(incus, ...input),
    createVolume: (...input) => createVolume(incus, ...input),
    copyVolume: (...input) => copyVolume(incus, ...input),
    exportSnapshot: (...input) => exportSnapshot(incus, ...input),
    endExport: (...input) => endExport(incus, ...input),
    importVolume: (...input) => importVolume(incus, ...input),
    deleteVolume: (...input) => deleteVolume(incus, ...input),
    growVolume: (...input) => growVolume(incus, ...input),
    attachVolume: (...input) => attachVolume(incus, ...input),
    detachVolume: (...input) => detachVolume(incus, ...input),
    takeSnapshot: (...input) => takeSnapshot(incus, ...input),
    restoreSnapshot: (...input) => restoreSnapshot(incus, ...input),
    deleteSnapshot: (...input) => deleteSnapshot(incus, ...input),
    takeInstanceSnapshot: (...input) => takeInstanceSnapshot(incus, ...input),
    restoreInstanceSnapshot: (...input) => restoreInstanceSnapshot(incus, ...input),
    deleteInstanceSnapshot: (...input) => deleteInstanceSnapshot(incus, ...input),
    observeInstanceSnapshot: (...input) => observeInstanceSnapshot(incus, ...input),
    createImage: (...input) => createImage(incus, ...input),
    deleteImage: (...input) => deleteImage(incus, ...input),
    observeImage: (...input) => observeImage(incus, ...input),
    observeInstance: (...input) => observeInstance(incus, ...input),
    observeVolume: (...input) => observeVolume(incus, ...input),
    observeSnapshot: (...input) => observeSnapshot(incus, ...input),
    directAddress: (...input) => directAddress(incus, ...input),
    undirectAddress: (...input) => undirectAddress(incus, ...input),
    surveyAddresses: (_zoneCode, options) => surveyAddresses(incus, options),
    surveyImages: (_zoneCode, options) => surveyImages(incus, options),
    look: (_zoneCode, ...input) => look(incus, ...input),
    listSilentHosts: (_zoneCode, options) => listSilentHosts(incus, options),
    readFirstBoot: (...input) => readFirstBoot(incus, ...input),
    forgetHost: (_zoneCode, ...input) => forgetMember(incus, ...input),
    probe: (...input) => probe(incus, ...input),
    // Incus is inside: it cannot see whether the routers around the zone lead to it.
    probeFromOutside: async () => null,
    probeReachable: (...input) => probeReachable(incus, ...input),
    watchInstances: (...input) => watchInstances(incus, ...input),
    checkVantages: (...input) => checkVantages(incus, ...input),
    openShell: (...input) => openShell(incus, ...input),
    listOwned: (...input) => listOwned(incus, ...input),
    ensureNetwork: (...input) => ensurePrivateNetwork(incus, ...input),
    applyRules: (_zoneCode, ...input) => applyRules(incus, ...input),
    removeNetwork: (_zoneCode, ...input) => removePrivateNetwork(incus, ...input),
    surveyNetworks: (_zoneCode, options) => surveyNetworks(incus, options),
    measureInstances: (...input) => measureInstances(incus, ...input),
    survey: (...input) => survey(incus, ...input),
    ping: (...input) => ping(incus, ...input),
    httpGetFromInside: (...input) => httpGetFromInside(incus, ...input),
    close: () => incus.http.close(),
  }
}

async function observeInstance(
  incus: Incus,
  resourceId: string,
  options: CallOptions,
): Promise<InstanceObservation> {
  const found = await findInstance(incus, resourceId, { ...options, withState: true })
  if (!found) return { exists: false, observedAt: incus.now() }
  return toObservation(found.record, { resourceId, installation: incus.installation }, incus.now())
}
