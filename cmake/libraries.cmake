# What comes from Debian, one imported target each.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
foreach(lib IN ITEMS libprotobuf-c sqlite3 libconfig libsodium liblz4 libcrypto libssl liboath icu-i18n icu-uc jansson
    ncursesw check vterm libzip expat xlsxwriter)
    string(MAKE_C_IDENTIFIER ${lib} id)
    pkg_check_modules(${id} REQUIRED IMPORTED_TARGET ${lib})
endforeach()
# pkg-config's list for gRPC names what only a C++ program needs.
find_library(GRPC_LIBRARY grpc REQUIRED)
find_library(GPR_LIBRARY gpr REQUIRED)
# It has no pkg-config file.
find_library(CSV_LIBRARY csv REQUIRED)
find_program(PROTOC protoc REQUIRED)
find_program(PROTOC_C protoc-c REQUIRED)
find_program(MSGCAT msgcat REQUIRED)
find_program(MSGFMT msgfmt REQUIRED)
find_path(GRPC_PROTO_DIR grpc/health/v1/health.proto PATHS /usr/share/grpc-proto REQUIRED)
find_path(PROTOBUF_PROTO_DIR google/protobuf/any.proto PATHS /usr/include REQUIRED)
find_path(UNIHAN_DIR Unihan_Variants.txt.bz2 PATHS /usr/share/unicode REQUIRED)
find_program(BZCAT bzcat REQUIRED)
