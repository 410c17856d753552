#!/usr/bin/env bash
# Makes what a fleet's parts know one another by, into a folder that its owner alone reads:
#
#   deploy/secrets.sh DIR [NAME…]
#
# An authority of its own (ca.pem; ca.key is for making further certificates and belongs on
# no server), a certificate for the servers under the names or addresses given (queue-1 to queue-3 if
# none), the secret of the cluster, one user of each role, a password for the store, and the
# configuration of its shards (store.xml, store-users.xml), which are STORES, by default
# "store-1:9000 store-2:9000".
# Needs openssl, and entente in bin/ or on the path. What is there already stays.
set -euo pipefail
umask 077
dir=${1:?usage: deploy/secrets.sh DIR [NAME…]}
shift
names=("${@:-}")
[ -n "${names[0]}" ] || names=(queue-1 queue-2 queue-3)
entente=$(command -v entente || realpath "$(dirname "$0")/../bin/entente")
mkdir -p "$dir"
cd "$dir"
new() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "$@" 2>/dev/null; }
[ -e ca.key ] || new -x509 -days 3650 -keyout ca.key -out ca.pem -subj "/CN=entente fleet"
if [ ! -e queue.key ]; then
  alt=
  for name in "${names[@]}"; do
    [[ $name =~ ^[0-9.]+$|: ]] && alt+=,IP:$name || alt+=,DNS:$name
  done
  new -keyout queue.key -out queue.csr -subj "/CN=entente queue"
  openssl x509 -req -in queue.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 397 -out queue.pem \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature\n' "${alt#,}") 2>/dev/null
  rm queue.csr
fi
[ -e cluster.secret ] || openssl rand -hex 32 >cluster.secret
[ -e store.password ] || openssl rand -hex 32 >store.password
for role in publish work watch tend; do
  [ -e $role.seed ] || "$entente" --quiet queue user --role $role --secret $role.seed "$role-1" >>users
done
if [ ! -e store.xml ]; then
  shards= password=$(cat store.password)
  for at in ${STORES:-store-1:9000 store-2:9000}; do
    shards+="<shard><replica><host>${at%:*}</host><port>${at##*:}</port><user>entente</user><password>$password</password></replica></shard>"
  done
  cat >store.xml <<X
<yandex>
<logger><level>warning</level><console>1</console></logger>
<listen_host>0.0.0.0</listen_host><tcp_port>9000</tcp_port><interserver_http_port>9009</interserver_http_port>
<path>/var/lib/clickhouse/</path><tmp_path>/var/lib/clickhouse/tmp/</tmp_path><format_schema_path>/var/lib/clickhouse/format/</format_schema_path>
<users_config>store-users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<mark_cache_size>1073741824</mark_cache_size>
<remote_servers><entente>$shards</entente></remote_servers>
</yandex>
X
  cat >store-users.xml <<X
<yandex><profiles><default></default></profiles><quotas><default></default></quotas>
<users><entente><password_sha256_hex>$(printf %s "$password" | sha256sum | cut -d' ' -f1)</password_sha256_hex>
<networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
<allow_databases><database>default</database><database>system</database><database>entente</database></allow_databases></entente></users></yandex>
X
fi
if [ "$(id -u)" = 0 ]; then # the users of the images; the authority's key is for nobody but the owner
  chown 10002 store.xml store-users.xml
  chown 10001 queue.key queue.pem ca.pem users cluster.secret store.password ./*.seed
fi
echo "the secrets are in $PWD; the certificate holds until $(openssl x509 -enddate -noout -in queue.pem | cut -d= -f2)"
