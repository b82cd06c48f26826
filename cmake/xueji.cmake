# The few functions that the folders' CMakeLists.txt share.

add_library(xueji_flags INTERFACE)
target_compile_options(xueji_flags INTERFACE
    -Wall -Wextra -Wshadow -Wstrict-prototypes -Wswitch -Wmissing-prototypes -Wvla -Werror
    -fno-common -fstack-protector-strong
    $<$<C_COMPILER_ID:GNU>:-Wunused-const-variable=2>)
target_compile_definitions(xueji_flags INTERFACE _GNU_SOURCE)
target_include_directories(xueji_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(XUEJI_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(XUEJI_SANITIZE OR XUEJI_FUZZ)
    add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=address,undefined)
elseif(XUEJI_SANITIZE_THREADS)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer
        -include ${CMAKE_SOURCE_DIR}/tests/rpc/thread_sanitizer.h)
    add_link_options(-fsanitize=thread)
else()
    add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()

# xueji_library(NAME LIB...): a static library of every .c file in this folder. A new file needs no
# line here.
function(xueji_library name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC ${ARGN} PRIVATE xueji_flags)
    target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()

# xueji_embed_sql(TARGET DIR): each DIR/*.sql with blocks "-- name: x" becomes
# generated/sql/<file>.sql.h with one "static const struct sql sql_x" per block.
function(xueji_embed_sql target dir)
    file(GLOB files CONFIGURE_DEPENDS ${dir}/*.sql)
    set(headers)
    foreach(file ${files})
        get_filename_component(base ${file} NAME)
        set(out ${CMAKE_BINARY_DIR}/generated/sql/${base}.h)
        add_custom_command(OUTPUT ${out}
            COMMAND awk -f ${CMAKE_SOURCE_DIR}/cmake/embed_sql.awk ${file} > ${out}
            DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.awk VERBATIM)
        list(APPEND headers ${out})
    endforeach()
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/sql)
    add_custom_target(${target}_sql DEPENDS ${headers})
    add_dependencies(${target} ${target}_sql)
endfunction()

# xueji_embed_migrations(TARGET DIR): DIR/NNNN_name.sql in order become generated/migrations.h, a
# table of struct migration, with the DDL tokens written out for SQLite.
function(xueji_embed_migrations target dir)
    file(GLOB files CONFIGURE_DEPENDS ${dir}/*.sql)
    list(SORT files)
    set(out ${CMAKE_BINARY_DIR}/generated/migrations.h)
    add_custom_command(OUTPUT ${out}
        COMMAND awk -f ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.awk ${files} > ${out}
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.awk VERBATIM)
    add_custom_target(${target}_migrations DEPENDS ${out})
    add_dependencies(${target} ${target}_migrations)
endfunction()
