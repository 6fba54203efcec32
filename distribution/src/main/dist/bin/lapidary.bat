@echo off
rem Lapidary's command line on Windows: "start" becomes a node, every other command a client of one.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "LAPIDARY_HOME=%%~fI"

if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "PATH=%JAVA_HOME%\bin;%PATH%"
java -version >nul 2>&1
if errorlevel 1 (
  echo lapidary: no Java found: install Java 17 or newer, or set JAVA_HOME.>&2
  exit /b 1
)
rem Of 'version "17.0.9"' the third word, and of that what stands before the first dot.
set "MAJOR="
for /f "tokens=3" %%V in ('java -version 2^>^&1 ^| findstr /c:" version "') do if not defined MAJOR set "MAJOR=%%~V"
for /f "delims=.-+" %%V in ("%MAJOR%") do set "MAJOR=%%V"
if not defined MAJOR set "MAJOR=0"
if %MAJOR% LSS 17 (
  echo lapidary: java is of version %MAJOR%: install Java 17 or newer, or set JAVA_HOME.>&2
  exit /b 1
)

if /i "%~1"=="start" goto start

set "SLF4J="
for %%J in ("%LAPIDARY_HOME%\system\01\slf4j-api-*.jar") do set "SLF4J=%%~fJ"
java -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %LAPIDARY_CLI_JAVA_OPTS% ^
  "-Dlapidary.home=%LAPIDARY_HOME%" -Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.lapidary.events ^
  -cp "%LAPIDARY_HOME%\lib\cli\*;%SLF4J%;%LAPIDARY_HOME%\system\05\*;%LAPIDARY_HOME%\system\20\*" ^
  io.lapidary.shell.Main %*
exit /b %ERRORLEVEL%

rem NodeMain drops the leading word "start", since batch files cannot pass all words but the first unchanged.
:start
java -Xmx256m -XX:+UseSerialGC -XX:CompileThresholdScaling=5 %LAPIDARY_JAVA_OPTS% ^
  "-Dlapidary.home=%LAPIDARY_HOME%" "-Djava.util.logging.config.file=%LAPIDARY_HOME%\conf\logging.properties" ^
  -cp "%LAPIDARY_HOME%\lib\*" io.lapidary.launcher.NodeMain %*
exit /b %ERRORLEVEL%
