// Preloaded into the processes that `npm start` starts: when it dies, nobody reads what they still write, nor can be told.
// Next goes on after that error as after any, and writes it down twice, which fails again: such a site never ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
