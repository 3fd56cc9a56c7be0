/** For one file, sent as the raw body. Alone in its file: browsers load the limit without the code that reads. */
export const uploadBytesMax = 10 * 1024 * 1024
