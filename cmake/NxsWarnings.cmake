# nxs_strict(TARGET): the warnings the project promises to be free of, and the
# sanitizers of the current preset.
add_library(nxs_flags INTERFACE)
target_compile_options(nxs_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wundef -Wpointer-arith -Wcast-qual -Wvla
  $<$<BOOL:${NXS_WERROR}>:-Werror>)
if(NXS_SANITIZE)
  target_compile_options(nxs_flags INTERFACE -fsanitize=${NXS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  link_libraries(-fsanitize=${NXS_SANITIZE})
endif()

function(nxs_strict target)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:nxs_flags>)
endfunction()
