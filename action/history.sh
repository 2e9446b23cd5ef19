#!/usr/bin/env bash
# A checkout holds one commit unless it is told otherwise; tags and the commit from which a change began are needed. What fails here is told by the check.
set -uo pipefail
cd "${MODIFF_PROJECT:-.}" || exit 2
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || exit 0
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
    git fetch --quiet --unshallow --tags origin || true
else
    git fetch --quiet --tags origin || true
fi
if [ -n "${GITHUB_BASE_REF:-}" ]; then
    git fetch --quiet origin "+refs/heads/$GITHUB_BASE_REF:refs/remotes/origin/$GITHUB_BASE_REF" || true
fi
