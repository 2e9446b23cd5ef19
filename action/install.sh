#!/usr/bin/env bash
# Puts modiff into an environment of its own, so that nothing of the project's is touched, and on PATH for the steps that follow.
set -euo pipefail
environment=$RUNNER_TEMP/modiff-environment
"${MODIFF_PYTHON:-python3}" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check "${MODIFF_VERSION:-$GITHUB_ACTION_PATH}"
mkdir -p "$RUNNER_TEMP/modiff-bin"
ln -sf "$environment/bin/modiff" "$RUNNER_TEMP/modiff-bin/modiff"
echo "$RUNNER_TEMP/modiff-bin" >>"$GITHUB_PATH"
"$environment/bin/modiff" --version
