package prorata.test

import kotlin.system.exitProcess
import prorata.ProrataException
import prorata.code

/** Runs every test; a test is a function that throws. */
fun main() {
    val tests = moneyTests + errorTests + jsonTests + billingTests + surfaceTests + vectorTests
    val failed = tests.count { (name, test) ->
        val failure = runCatching(test).exceptionOrNull()
        println(if (failure == null) "ok      $name" else "FAILED  $name: $failure")
        failure != null
    }
    println("kotlin: ${tests.size - failed} passed, $failed failed")
    exitProcess(if (failed == 0) 0 else 1)
}

fun equal(expected: Any?, got: Any?) = check(expected == got) { "expected $expected, got $got" }

/** Whether a call is refused with that code: by nothing but an exception of the library's own. */
fun refuses(code: String, call: () -> Any?) {
    val refusal = try {
        val value = call()
        error("expected $code, got $value")
    } catch (exception: ProrataException) {
        exception.code
    }
    equal(code, refusal)
}
