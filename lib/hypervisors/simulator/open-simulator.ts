import { openSimulatorDatabase } from '~/db/simulator-client'
import type { Driver } from '../port/driver'
import { directAddress, surveyAddresses, undirectAddress } from './addresses'
import { simulatedBalancers } from './balancers'
import { connectNetwork, disconnectNetwork } from './cards'
import { createInstance } from './create-instance'
import { type FaultInput, faultInput } from './fault-input'
import type { FaultName } from './fault-names'
import { readFirstBoot } from './first-boot'
import { forgetHost } from './forget-host'
import { createImage, deleteImage, observeImage, surveyImages } from './images'
import {
  deleteInstanceSnapshot,
  observeInstanceSnapshot,
  restoreInstanceSnapshot,
  takeInstanceSnapshot,
} from './instance-snapshots'
import { listSilentHosts } from './list-silent-hosts'
import { look } from './look'
import { measureInstances } from './measure'
import { applyRules, removeNetwork, surveyNetworks } from './networks'
import { listOwned, observeInstance, observeVolume, probe, probeReachable } from './observe'
import {
  deleteInstance,
  moveInstance,
  resizeInstance,
  restartInstance,
  startInstance,
  stopInstance,
} from './power'
import { probeFromOutside } from './probe-from-outside'
import { deleteFaults, insertFault, listFaults, updateSettings } from './queries/index'
import { endRescue, startRescue } from './rescue'
import { openShell } from './shell'
import type { Simulator } from './simulator'
import { deleteSnapshot, observeSnapshot, restoreSnapshot, takeSnapshot } from './snapshots'
import { survey } from './survey'
import { endExport, exportSnapshot, importVolume } from './transfer'
import { attachVolume, copyVolume, createVolume, deleteVolume, detachVolume, growVolume } from './volumes'

export type SimulatorOptions = {
  databaseUrl: string
  /** Tag that separates this installation's objects from another's in the same datacenter. */
  installation: string
  now: () => Date
}

export type SimulatorDriver = Driver & {
  /** Stores a fault for the calls that it matches. Returns its number. */
  setFault(input: FaultInput): Promise<bigint>
  listFaults(): ReturnType<typeof listFaults>
  /** Returns how many were cleared. */
  clearFaults(name?: FaultName): Promise<number>
  /** 100: the default latencies; 0: everything is immediate. */
  setLatencyPercent(percent: number): Promise<void>
}

/** A datacenter in database tables, behind the same port as a real hypervisor. */
export function openSimulator(options: SimulatorOptions): SimulatorDriver {
  const database = openSimulatorDatabase(options.databaseUrl)
  const simulator: Simulator = {
    get db() {
      return database.db
    },
    installation: options.installation,
    now: options.now,
  }
  return {
    kind: 'simulator',
    balancers: simulatedBalancers(simulator),
    createInstance: (...input) => createInstance(simulator, ...input),
    startInstance: (...input) => startInstance(simulator, ...input),
    bootInstance: (...input) => startInstance(simulator, ...input),
    // A simulated guest always takes its reserved address.
    keepAddress: async () => undefined,
    stopInstance: (...input) => stopInstance(simulator, ...input),
    restartInstance: (...input) => restartInstance(simulator, ...input),
    resizeInstance: (...input) => resizeInstance(simulator, ...input),
    moveInstance: (...input) => moveInstance(simulator, ...input),
    connectNetwork: (...input) => connectNetwork(simulator, ...input),
    disconnectNetwork: (...input) => disconnectNetwork(simulator, ...input),
    startRescue: (...input) => startRescue(simulator, ...input),
    endRescue: (...input) => endRescue(simulator, ...input),
    deleteInstance: (...input) => deleteInstance(simulator, ...input),
    createVolume: (...input) => createVolume(simulator, ...input),
    copyVolume: (...input) => copyVolume(simulator, ...input),
    exportSnapshot: (...input) => exportSnapshot(simulator, ...input),
    endExport: (...input) => endExport(simulator, ...input),
    importVolume: (...input) => importVolume(simulator, ...input),
    deleteVolume: (...input) => deleteVolume(simulator, ...input),
    growVolume: (...input) => growVolume(simulator, ...input),
    attachVolume: (...input) => attachVolume(simulator, ...input),
    detachVolume: (...input) => detachVolume(simulator, ...input),
    takeSnapshot: (...input) => takeSnapshot(simulator, ...input),
    restoreSnapshot: (...input) => restoreSnapshot(simulator, ...input),
    deleteSnapshot: (...input) => deleteSnapshot(simulator, ...input),
    takeInstanceSnapshot: (...input) => takeInstanceSnapshot(simulator, ...input),
    restoreInstanceSnapshot: (...input) => restoreInstanceSnapshot(simulator, ...input),
    deleteInstanceSnapshot: (...input) => deleteInstanceSnapshot(simulator, ...input),
    observeInstanceSnapshot: (...input) => observeInstanceSnapshot(simulator, ...input),
    createImage: (...input) => createImage(simulator, ...input),
    deleteImage: (...input) => deleteImage(simulator, ...input),
    observeImage: (...input) => observeImage(simulator, ...input),
    observeInstance: (...input) => observeInstance(simulator, ...input),
    observeVolume: (...input) => observeVolume(simulator, ...input),
    observeSnapshot: (...input) => observeSnapshot(simulator, ...input),
    directAddress: (...input) => directAddress(simulator, ...input),
    undirectAddress: (...input) => undirectAddress(simulator, ...input),
    surveyAddresses: (...input) => surveyAddresses(simulator, ...input),
    applyRules: (...input) => applyRules(simulator, ...input),
    removeNetwork: (...input) => removeNetwork(simulator, ...input),
    surveyNetworks: (...input) => surveyNetworks(simulator, ...input),
    surveyImages: (...input) => surveyImages(simulator, ...input),
    look: (...input) => look(simulator, ...input),
    listSilentHosts: (...input) => listSilentHosts(simulator, ...input),
    readFirstBoot: (...input) => readFirstBoot(simulator, ...input),
    forgetHost: (...input) => forgetHost(simulator, ...input),
    probe: (...input) => probe(simulator, ...input),
    probeFromOutside: (...input) => probeFromOutside(simulator, ...input),
    probeReachable: (...input) => probeReachable(simulator, ...input),
    openShell: (...input) => openShell(simulator, ...input),
    listOwned: (...input) => listOwned(simulator, ...input),
    measureInstances: (...input) => measureInstances(simulator, ...input),
    survey: (...input) => survey(simulator, ...input),
    close: database.close,
    setFault: async (input) =>
      insertFault(database.db, { ...faultInput.parse(input), createdAt: options.now() }),
    listFaults: () => listFaults(database.db),
    clearFaults: (name) => deleteFaults(database.db, name ?? null),
    setLatencyPercent: (latencyPercent) => updateSettings(database.db, { latencyPercent }),
  }
}
