# Shared by ./run, ./test and ./bench. Sourced, not started.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

require_bash() {
    ((BASH_VERSINFO[0] >= 5)) || die "bash 5 or newer is needed, this is $BASH_VERSION."
}

# The SDK that global.json asks for. Must be called from the repository's root.
require_sdk() {
    command -v dotnet >/dev/null \
        || die "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
    local wanted
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
    dotnet --version >/dev/null 2>&1 \
        || die "A .NET 10 SDK, $wanted or newer, is needed (https://dotnet.microsoft.com/download/dotnet/10.0). Installed: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')"
}

# Whether somebody listens there.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    for _ in {1..200}; do
        port=$((20000 + RANDOM % 12000))
        port_taken "$port" || { printf '%s' "$port"; return; }
    done
    die "No free port was found."
}

# stop_process PID SECONDS: asks it to end, insists when the time is over. Only for children of this shell.
stop_process() {
    local pid=$1 tries=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while ((tries-- > 0)) && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

# shellcheck disable=SC2034 # for those who source this
OPTIMIZED_SERVER=artifacts/optimized/server/PanelAssist.Server.dll

# The server compiled ahead for this machine, with its migrations and the sandbox, in artifacts/optimized.
build_optimized() {
    local platform options
    platform=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)
    # Some systems name themselves; the packages know only the family.
    [[ $platform == @(linux|osx|win)-* ]] || platform=linux-${platform##*-}
    options=(-property:Configuration=Release "-property:OptimizeFor=$platform" -verbosity:quiet -nologo)
    dotnet msbuild scripts/run.slnf -restore -maxCpuCount "${options[@]}" \
        && dotnet msbuild src/PanelAssist.Server -target:Publish -property:NoBuild=true "${options[@]}"
}
