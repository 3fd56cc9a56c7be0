import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Write a file or the entries of a folder through to the disk. */
export function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'a file would be larger than allowed',
  EROFS: 'the disk is read-only',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EIO: 'the disk fails',
}

/** Why a folder could not be written, in words; undefined for other errors. */
export function explainDisk(error: unknown): string | undefined {
  return error instanceof Error ? causes[(error as NodeJS.ErrnoException).code ?? ''] : undefined
}
