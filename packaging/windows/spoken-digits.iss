; The installer for Windows (Inno Setup 6). packaging/windows_package.py gives Version, Source, Icon,
; Output and Base.

[Setup]
; Never to be changed: by it Windows knows an older version, and replaces it.
AppId={{6C2B7A0E-9D5B-4C57-8E0F-5D1C1F6E4A27}
AppName=Spoken Digits
AppVersion={#Version}
AppPublisher=The Spoken Digits project
VersionInfoVersion={#Version}
; For the user alone, without an administrator's rights: a program that runs with these gets nothing
; dropped on its window.
PrivilegesRequired=lowest
DefaultDirName={autopf}\Spoken Digits
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
LicenseFile={#Source}\LICENSE.txt
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\Spoken Digits.exe
UninstallDisplayName=Spoken Digits
OutputDir={#Output}
OutputBaseFilename={#Base}
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; What an older version had, and this one has not, must not be found by it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Spoken Digits"; Filename: "{app}\Spoken Digits.exe"
Name: "{autodesktop}\Spoken Digits"; Filename: "{app}\Spoken Digits.exe"; Tasks: desktopicon

[Registry]
; Recordings can be opened with it; what opens them by a double-click stays as it was.
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe\shell\open\command"; ValueType: string; ValueData: """{app}\Spoken Digits.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe\SupportedTypes"; ValueType: string; ValueName: ".wav"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe\SupportedTypes"; ValueType: string; ValueName: ".flac"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe\SupportedTypes"; ValueType: string; ValueName: ".ogg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe\SupportedTypes"; ValueType: string; ValueName: ".mp3"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\Spoken Digits.exe\SupportedTypes"; ValueType: string; ValueName: ".m4a"; ValueData: ""

[Run]
Filename: "{app}\Spoken Digits.exe"; Description: "{cm:LaunchProgram,Spoken Digits}"; Flags: nowait postinstall skipifsilent
