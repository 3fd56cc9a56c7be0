#!/bin/bash
# secrets.sh   Prints new Secrets for the manifests: kubectl apply -f. Each process gets what it reads and nothing else.
#   DATABASE_HOST         host and port of the one address, such as database-rw:5432
#   DATABASE_OPTIONS      query of each address, such as ?sslmode=verify-full
#   SMTP_URL              smtps://user:password@host:465
#   ADMIN_DATABASE_URL    administrator's address; empty with CloudNativePG, which has a Secret of its own
#   ANDROMEDE             the command line; by default that of this checkout, by npm. With the image:
#                         podman run --rm --env ENCRYPTION_KEY andromede node .next/programs/andromede.mjs
# Only migrate gets ENCRYPTION_KEY, from which the keys of the processes follow. Keep the output with the escrow of the keys:
# another ENCRYPTION_KEY does not open the database.
set -euo pipefail
((BASH_VERSINFO[0] >= 4)) || { echo 'secrets.sh needs bash 4 or later.' >&2; exit 1; }
: "${DATABASE_HOST:?}" "${SMTP_URL:?}"
options=${DATABASE_OPTIONS:-}

key() { openssl rand -base64 32; }
password() { openssl rand -hex 24; }
secret() { printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: { name: %s, namespace: andromede }\nstringData:\n' "$1"; }
# A value in single quotes, in which YAML doubles each quote.
value() { printf "  %s: '%s'\n" "$1" "${2//\'/\'\'}"; }
address() { printf 'postgres://%s:%s@%s/andromede%s' "$1" "$2" "$DATABASE_HOST" "$options"; }

root=$(realpath "$(dirname "$(realpath "$0")")/../..")
andromede=${ANDROMEDE:-npm --prefix $root run --silent andromede --}

encryption_key=$(key)
# shellcheck disable=SC2086
rings=$(ENCRYPTION_KEY=$encryption_key $andromede keys --process portal --process api --process operator --process worker --process console)
declare -A keyrings
for process in portal api operator worker console; do read -r "keyrings[$process]"; done <<<"$rings"
declare -A passwords
roles=
for role in migrator portal api operator worker queue simulator; do
  passwords[$role]=$(password)
  roles+=${roles:+,}\"andromede_$role\":\"${passwords[$role]}\"
done

for site in portal operator; do
  secret $site
  value DATABASE_URL "$(address andromede_$site "${passwords[$site]}")"
  value KEYRING "${keyrings[$site]}"
  value NEXTAUTH_SECRET "$(key)"
  value NEXT_SERVER_ACTIONS_ENCRYPTION_KEY "$(key)"
done
secret worker
value DATABASE_URL "$(address andromede_worker "${passwords[worker]}")"
value QUEUE_DATABASE_URL "$(address andromede_queue "${passwords[queue]}")"
value KEYRING "${keyrings[worker]}"
value SMTP_URL "$SMTP_URL"
secret console
value DATABASE_URL "$(address andromede_worker "${passwords[worker]}")"
value KEYRING "${keyrings[console]}"
secret api
value DATABASE_URL "$(address andromede_api "${passwords[api]}")"
value KEYRING "${keyrings[api]}"
secret grant
[ -z "${ADMIN_DATABASE_URL:-}" ] || value ADMIN_DATABASE_URL "$ADMIN_DATABASE_URL"
value ROLE_PASSWORDS "{$roles}"
secret migrate
value ROLE_PASSWORDS "{$roles}"
value ENCRYPTION_KEY "$encryption_key"
