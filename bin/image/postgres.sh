#!/bin/bash
# postgres.sh TAG   Makes an image TAG of Debian's PostgreSQL 17 that starts as the official image does: POSTGRES_PASSWORD, and
# the data in a volume at /var/lib/postgresql. For tests of deploy/compose.yaml without a registry.
set -euo pipefail
version=17
programs=/usr/lib/postgresql/$version
. "$(dirname "$(realpath "$0")")/scratch.sh"

mkdir -p "$folder"/{bin,etc,tmp,run/postgresql,usr/share/postgresql,usr/lib/postgresql,volume/postgresql}
chmod 1777 "$folder/tmp" "$folder/run/postgresql"
mkdir "$folder/var"
ln -s /run "$folder/var/run"
cp -a "$programs" "$folder/usr/lib/postgresql/$version"
# Compiling of queries is off in all settings of the product, and its library is the largest of all.
rm -rf "$folder/usr/lib/postgresql/$version/lib/"{llvmjit*,bitcode}
cp -aL "/usr/share/postgresql/$version" "$folder/usr/share/postgresql/$version"
cp -a /usr/share/zoneinfo "$folder/usr/share/zoneinfo"
cp -L /bin/sh "$folder/bin/sh"
find "$programs" -type f \( -path '*/bin/*' -o -name '*.so' ! -name 'llvmjit*' \) -print0 |
  xargs -0 ldd /bin/sh 2>/dev/null | grep -o '/[^ ]*lib[^ ]*' | sort -u | copy_libraries
echo 'postgres:x:999:999::/var/lib/postgresql:/bin/sh' >"$folder/etc/passwd"
echo 'hosts: files dns' >"$folder/etc/nsswitch.conf"
cat >"$folder/entry.sh" <<'END'
#!/bin/sh
set -e
data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb -D "$data" -U postgres -E UTF8 --locale=C --auth-local=trust --auth-host=scram-sha-256 --pwfile=/tmp/password >/dev/null
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
  # As the official image does, which answers on its socket alone until it is made.
  PGPASSWORD=$POSTGRES_PASSWORD pg_ctl -D "$data" -w -o "-c listen_addresses=''" start >/dev/null
  pg_ctl -D "$data" -w -m fast stop >/dev/null
fi
exec postgres -D "$data" -c listen_addresses='*'
END
chmod 755 "$folder/entry.sh"
container=$(buildah from scratch)
buildah copy -q --chown 999:999 "$container" "$folder/volume" /var/lib >/dev/null
rm -r "$folder/volume"
buildah copy -q "$container" "$folder" / >/dev/null
buildah config --user 999:999 --env "PATH=$programs/bin:/bin" --entrypoint '["/entry.sh"]' --cmd '' \
  --stop-signal SIGINT --port 5432 "$container"
buildah commit -q "$container" "$1" >/dev/null
