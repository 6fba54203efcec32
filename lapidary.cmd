@echo off
rem Lapidary from a checkout, on Windows: builds what is not built or older than its sources, then runs the distribution's command.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "TARGET=%ROOT%distribution\target"
if not exist "%TARGET%" mkdir "%TARGET%"
call :current
if errorlevel 1 (
  call :build
  if errorlevel 1 exit /b 1
)
call :find
if not defined COMMAND (
  echo lapidary: the build made no distribution; its log: %TARGET%\build.log>&2
  exit /b 1
)
call "%COMMAND%" %*
exit /b %ERRORLEVEL%

rem The archive is the last thing that a build makes.
:find
set "COMMAND="
for %%A in ("%TARGET%\lapidary-*.tar.gz") do (
  for /d %%D in ("%TARGET%\lapidary-*") do if exist "%%~fD\bin\lapidary.bat" set "COMMAND=%%~fD\bin\lapidary.bat"
)
exit /b 0

rem Whether no file that a build reads is newer than the archive, and none was added or deleted since. The archive's time is when
rem its build began; build.sources holds the names as of then, build.sources.now those of now.
:current
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$ErrorActionPreference = 'Stop'; Set-Location -LiteralPath $env:ROOT;" ^
  "$files = @('pom.xml','.mvn','README.md','CHANGELOG.md','LICENSE','bundles','distribution','configs','docs','samples' |" ^
  "Where-Object { Test-Path -LiteralPath $_ } | ForEach-Object { Get-ChildItem -LiteralPath $_ -Recurse -File -Force } |" ^
  "Where-Object { $_.FullName -notmatch '\\target\\' });" ^
  "$files | ForEach-Object { $_.FullName } | Sort-Object | Set-Content -LiteralPath (Join-Path $env:TARGET 'build.sources.now');" ^
  "$built = Get-ChildItem -Path (Join-Path $env:TARGET 'lapidary-*.tar.gz') | Select-Object -First 1;" ^
  "if (-not $built) { exit 1 };" ^
  "if (@($files | Where-Object { $_.LastWriteTimeUtc -gt $built.LastWriteTimeUtc }).Count -gt 0) { exit 1 };" ^
  "exit 0"
if errorlevel 1 exit /b 1
if not exist "%TARGET%\build.sources" exit /b 1
fc /b "%TARGET%\build.sources" "%TARGET%\build.sources.now" >nul 2>&1
exit /b %ERRORLEVEL%

:build
where javac >nul 2>&1
if errorlevel 1 if not exist "%JAVA_HOME%\bin\javac.exe" (
  echo lapidary: no JDK found: install a JDK 17 or newer, or set JAVA_HOME to one.>&2
  exit /b 1
)
where mvn >nul 2>&1
if errorlevel 1 (
  echo lapidary: no Maven found: install Maven 3.8 or newer.>&2
  exit /b 1
)
echo Building Lapidary; log: %TARGET%\build.log>&2
type nul >"%TARGET%\build.began"
copy /y "%TARGET%\build.sources.now" "%TARGET%\build.sources.began" >nul
pushd "%ROOT%"
call mvn -B package -DskipTests -pl distribution -am >"%TARGET%\build.log" 2>&1
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
  findstr /c:"[ERROR]" "%TARGET%\build.log" >&2
  echo lapidary: the build failed; its log: %TARGET%\build.log>&2
  exit /b 1
)
rem Sources that changed during the build are newer than this.
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$began = (Get-Item -LiteralPath (Join-Path $env:TARGET 'build.began')).LastWriteTimeUtc;" ^
  "Get-ChildItem -Path (Join-Path $env:TARGET 'lapidary-*.tar.gz') | ForEach-Object { $_.LastWriteTimeUtc = $began }"
move /y "%TARGET%\build.sources.began" "%TARGET%\build.sources" >nul
exit /b 0
