import type { TestProject } from 'vitest/node'
import { startThrowawayPostgres } from '../embedded/index'
import { prepareTemplate } from './template'

/** One PostgreSQL per run, with the template database that every test file clones; stopped afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayPostgres()
  try {
    await prepareTemplate(server.adminUrl)
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('adminUrl', server.adminUrl)
  project.provide('socketFolder', server.socketFolder)
  return server.stop
}
