/** What a page takes of a bank at once; the command line takes larger files (`statementBytesMax`). */
export const bankFileBytesMax = 1024 * 1024
