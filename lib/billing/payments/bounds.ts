/** Size limit of a bank file uploaded on a page; the command line accepts larger files (`statementBytesMax`). */
export const bankFileBytesMax = 1024 * 1024
