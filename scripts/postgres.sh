# A PostgreSQL server of our own in a temporary directory: durable as in production, gone afterwards. Sourced by ./test.
# shellcheck shell=bash

postgres_home=''
postgres_connection=''

# The directory of initdb and pg_ctl, the newest version first.
postgres_programs() {
    local directory
    for directory in $(compgen -G '/usr/lib/postgresql/*/bin' | sort -rV) "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
        if [[ -x $directory/initdb && -x $directory/pg_ctl ]]; then
            printf '%s' "$directory"
            return
        fi
    done
    return 1
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [[ $(id -u) == 0 ]]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Leaves in postgres_connection the address of a database from which others can be made, for a role that row-level
# security binds: the administrator's would see every tenant's rows whatever the policies say.
start_postgres() {
    local programs port
    programs=$(postgres_programs) || return 1
    port=$(free_port)
    postgres_home=$(mktemp -d "${TMPDIR:-/tmp}/panelassist-postgres.XXXXXX")
    [[ $(id -u) != 0 ]] || chown postgres "$postgres_home"
    as_postgres "$programs/initdb" --pgdata "$postgres_home/data" --username postgres --auth trust --encoding UTF8 --no-locale --no-sync \
        >"$postgres_home/initdb.log" 2>&1 || { cat "$postgres_home/initdb.log" >&2; return 1; }
    as_postgres "$programs/pg_ctl" start --pgdata "$postgres_home/data" --wait --log "$postgres_home/data/server.log" \
        --options "-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_home -c max_connections=400 -c fsync=on" \
        >/dev/null || { cat "$postgres_home/data/server.log" >&2; return 1; }
    as_postgres "$programs/createuser" --host "$postgres_home" --port "$port" --username postgres --no-superuser --createdb panelassist || return 1
    # shellcheck disable=SC2034 # read by the script that sources this
    postgres_connection="Host=127.0.0.1;Port=$port;Username=panelassist;Database=postgres"
}

# pg_ctl ends the process whose id the data directory names.
stop_postgres() {
    [[ -n $postgres_home ]] || return 0
    if [[ -e $postgres_home/data/postmaster.pid ]]; then
        as_postgres "$(postgres_programs)/pg_ctl" stop --pgdata "$postgres_home/data" --mode immediate --wait >/dev/null 2>&1 || true
    fi
    rm -rf -- "$postgres_home"
    postgres_home=''
}
