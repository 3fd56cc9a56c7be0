/** End with one clear line on a Node that cannot run TypeScript directly. */
export function requireNode(command) {
  const [major] = process.versions.node.split('.').map(Number)
  if (major >= 24) return
  console.error(`andromede: run \`${command}\`, which brings Node 24 (this is ${process.version})`)
  process.exit(1)
}
