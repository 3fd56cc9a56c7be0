#!/bin/bash
# compose-secrets.sh FOLDER   Makes FOLDER/secrets.env for deploy/compose.yaml unless it exists, and from its keys the keyring of
# each process, again at each call: see docs/operating/keys.md. Run it as the user that runs Docker's compose, as root for the rings.
#   PORTAL_URL, OPERATOR_URL, CONSOLE_URL, API_URL, SMTP_URL, SMTP_FROM   of a new secrets.env
#   MANAGEMENT_RANGES, STATUS_HOST                                        of a new secrets.env, may be empty
#   ANDROMEDE   the command line; by default the image by compose
set -euo pipefail
umask 077
folder=$(realpath -m "${1:?compose-secrets.sh FOLDER}")
file=$folder/secrets.env
here=$(dirname "$(realpath "$0")")
# The user of the image.
owner=10001:10001
mkdir -p "$folder"

if [ ! -e "$file" ]; then
  : "${PORTAL_URL:?}" "${OPERATOR_URL:?}" "${CONSOLE_URL:?}" "${API_URL:?}" "${SMTP_URL:?}" "${SMTP_FROM:?}"
  {
    for role in ADMIN MIGRATOR PORTAL API OPERATOR WORKER QUEUE SIMULATOR; do echo "${role}_PASSWORD=$(openssl rand -hex 24)"; done
    for name in NEXTAUTH_SECRET NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ENCRYPTION_KEY; do echo "$name=$(openssl rand -base64 32)"; done
    # In single quotes, compose takes a value as it is.
    for name in PORTAL_URL OPERATOR_URL CONSOLE_URL API_URL SMTP_URL SMTP_FROM MANAGEMENT_RANGES STATUS_HOST; do
      echo "$name='${!name:-}'"
    done
    echo "KEYRINGS='$folder/keyrings'"
  } >"$file.draft"
  mv "$file.draft" "$file"
fi

andromede=${ANDROMEDE:-docker compose --env-file $file --file $here/compose.yaml run --rm --no-deps --no-TTY command}
set -a
# shellcheck disable=SC1090
. <(grep -E '^ENCRYPTION_KEY(_NEXT|_PREVIOUS)?=' "$file")
set +a
# shellcheck disable=SC2086
rings=$($andromede keys --process portal --process api --process operator --process worker --process console)
for process in portal api operator worker console; do
  read -r ring
  to=$folder/keyrings/$process
  mkdir -p "$to"
  echo "$ring" >"$to/keyring.draft"
  # Each process passes to its own folder and reads its own ring, which a rename replaces.
  [ "$(id -u)" != 0 ] || chown "$owner" "$to" "$to/keyring.draft"
  mv "$to/keyring.draft" "$to/keyring"
done <<<"$rings"
