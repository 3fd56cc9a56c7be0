// Preloaded into the processes of `npm start`: when the parent dies, no one reads their output. Next continues after
// such a write error like after any other and logs it, which fails again: the site would never end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
